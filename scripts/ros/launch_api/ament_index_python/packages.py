"""Where a package's files are: in the install tree of AMENT_PREFIX_PATH."""

import os


def get_package_share_directory(package_name: str) -> str:
    for prefix in os.environ["AMENT_PREFIX_PATH"].split(os.pathsep):
        share = os.path.join(prefix, "share", package_name)
        if os.path.isdir(share):
            return share
    raise LookupError(f"package '{package_name}' not found")
