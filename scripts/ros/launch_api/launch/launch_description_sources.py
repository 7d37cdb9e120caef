"""Where a description comes from."""


class PythonLaunchDescriptionSource:
    def __init__(self, launch_file_path: str) -> None:
        self.path = launch_file_path
