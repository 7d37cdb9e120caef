// Sources of interface packages that the wheels lack, written from the definitions our codec speaks.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitions } from '../../src/message/definitions.ts';
import { schemaText } from '../../src/message/schema.ts';

/** What follows the first definition in a schema text are the definitions it depends on. */
const DEPENDENCIES = '='.repeat(80);

/** vision_msgs and tf2_msgs, as `path in the workspace → text`. */
export function interfacePackages() {
  const files = {};
  for (const name of ['vision_msgs', 'tf2_msgs']) {
    const types = [...definitions.keys()].filter((type) => type.startsWith(`${name}/`)).sort();
    files[`${name}/package.xml`] = manifest(name);
    files[`${name}/CMakeLists.txt`] = build(name, types);
    for (const type of types) {
      const short = type.split('/')[1];
      files[`${name}/msg/${short}.msg`] = schemaText(`${name}/msg/${short}`).split(DEPENDENCIES)[0];
    }
  }
  return files;
}

export function writeFiles(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function manifest(name) {
  return `<?xml version="1.0"?>
<package format="3">
  <name>${name}</name>
  <version>0.0.0</version>
  <description>${name} for the test environment, written from Jackdaw's definitions.</description>
  <maintainer email="maintainers@jackdaw.example.org">The Jackdaw maintainers</maintainer>
  <license>Apache-2.0</license>
  <buildtool_depend>ament_cmake</buildtool_depend>
  <buildtool_depend>rosidl_default_generators</buildtool_depend>
  <depend>std_msgs</depend>
  <depend>geometry_msgs</depend>
  <member_of_group>rosidl_interface_packages</member_of_group>
  <export>
    <build_type>ament_cmake</build_type>
  </export>
</package>
`;
}

function build(name, types) {
  return `cmake_minimum_required(VERSION 3.8)
project(${name})
find_package(ament_cmake REQUIRED)
find_package(rosidl_default_generators REQUIRED)
find_package(std_msgs REQUIRED)
find_package(geometry_msgs REQUIRED)
rosidl_generate_interfaces(\${PROJECT_NAME}
${types.map((type) => `  "msg/${type.split('/')[1]}.msg"`).join('\n')}
  DEPENDENCIES std_msgs geometry_msgs
)
ament_package()
`;
}
