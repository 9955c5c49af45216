"""Values as the JSON that scripts rely on; knows no screen."""
