// Type hashes against known values, and our message files against the texts in code.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { schemaText, typeHash } from './schema.js';
import { jackdawTexts } from './texts.js';

/** Computed independently from the distribution's definitions (REP-2011). */
const knownHashes = {
  'std_msgs/msg/Header': 'f49fb3ae2cf070f793645ff749683ac6b06203e41c891e17701b1cb597ce6a01',
  'std_msgs/msg/String': 'df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18',
  'sensor_msgs/msg/LaserScan': '64c191398013af96509d518dac71d5164f9382553fce5c1f8cca5be7924bd828',
  'sensor_msgs/msg/Image': 'd31d41a9a4c4bc8eae9be757b0beed306564f7526c88ea6a4588fb9582527d47',
  'sensor_msgs/msg/CompressedImage': '15640771531571185e2efc8a100baf923961a4d15d5569652e6cb6691e8e371a',
  'sensor_msgs/msg/CameraInfo': 'b3dfd68ff46c9d56c80fd3bd4ed22c7a4ddce8c8348f2f59c299e73118e7e275',
  'sensor_msgs/msg/Imu': '7d9a00ff131080897a5ec7e26e315954b8eae3353c3f995c55faf71574000b5b',
  'geometry_msgs/msg/Twist': '9c45bf16fe0983d80e3cfe750d6835843d265a9a6c46bd2e609fcddde6fb8d2a',
  'geometry_msgs/msg/TwistStamped': '5f0fcd4f81d5d06ad9b4c4c63e3ea51b82d6ae4d0558f1d475229b1121db6f64',
  'nav_msgs/msg/Odometry': '3cc97dc7fb7502f8714462c526d369e35b603cfc34d946e3f2eda2766dfec6e0',
  'tf2_msgs/msg/TFMessage': 'e369d0f05a23ae52508854b66f6aa0437f3449d652e8cbf22d5abe85d020f087',
  'diagnostic_msgs/msg/DiagnosticArray': '5a8a36efb05fb25070fa0fb3810290c0e6cd4862b54a8fb975a1ee8dc55a333e',
  'rosgraph_msgs/msg/Clock': '692f7a66e93a3c83e71765d033b60349ba68023a8c689a79e48078bcb5c58564',
  'rcl_interfaces/msg/Log': 'e28ce254ca8abc06abf92773b74602cdbf116ed34fbaf294fb9f81da9f318eac',
  'vision_msgs/msg/Detection2DArray': '214274120007f4a683866481336b70310268cfa107aebe9d594a6acf75bda968',
};

describe('message schema', () => {
  for (const [type, hash] of Object.entries(knownHashes)) {
    it(`when ${type} is hashed then it is what ROS computes`, () => {
      assert.equal(typeHash(type), `RIHS01_${hash}`);
    });
  }

  it('when a schema has time in it then it carries the block of builtin_interfaces/Time', () => {
    assert.match(
      schemaText('sensor_msgs/msg/LaserScan'),
      /={80}\nMSG: builtin_interfaces\/Time\nint32 sec\nuint32 nanosec\n/,
    );
  });

  it('when colcon builds jackdaw_msgs then it builds the definitions the code speaks', () => {
    for (const [name, text] of Object.entries(jackdawTexts)) {
      const file = new URL(`../../ros_ws/src/jackdaw_msgs/msg/${name.split('/')[1]}.msg`, import.meta.url);
      assert.equal(readFileSync(file, 'utf8'), text, name);
    }
  });
});
