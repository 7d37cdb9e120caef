"""What our launch files use of launch_ros 0.26 (Jazzy)."""
