// Envelopes: stamps, and bytes and messages made at most once.
import assert from 'node:assert/strict';
import { decode, encode } from '../message/codec.js';
import { emptyMessage } from '../message/sample.js';
import { msToNs } from '../message/time.js';
import { createEnvelope, receiveEnvelope } from './envelope.js';
import { imuMessage, logMessage } from './testing/robot.js';

describe('an envelope', () => {
  it('when the message has a header, then its stamp is the header stamp, else the time it was published', () => {
    assert.equal(createEnvelope('imu', imuMessage(msToNs(5)), msToNs(7), 0).stamp, msToNs(5));
    assert.equal(createEnvelope('/rosout', logMessage('', 0n), msToNs(7), 0).stamp, msToNs(7));
    const bytes = encode('sensor_msgs/msg/Imu', imuMessage(msToNs(5)));
    assert.equal(receiveEnvelope('imu', bytes, msToNs(7), 0).stamp, msToNs(5));
  });

  it('when bytes are asked for twice, then they are made once, and they decode to the message', () => {
    const message = imuMessage(msToNs(5));
    const envelope = createEnvelope('imu', message, 0n, 0);
    const bytes = envelope.bytes();
    assert.equal(envelope.bytes(), bytes);
    assert.deepEqual(decode('sensor_msgs/msg/Imu', bytes), message);
  });

  it('when it came as bytes, then those very bytes go on, and the message is decoded once', () => {
    const bytes = encode('sensor_msgs/msg/Imu', imuMessage(msToNs(5)));
    const envelope = receiveEnvelope('imu', bytes, 0n, 3);
    assert.equal(envelope.bytes(), bytes);
    assert.equal(envelope.message, envelope.message);
    assert.deepEqual(envelope.message, imuMessage(msToNs(5)));
  });

  it('when the bytes are broken, then reading the message is a Fault and passing them on is not', () => {
    const envelope = receiveEnvelope('imu', new Uint8Array([0, 1, 0, 0, 9]), 0n, 0);
    assert.equal(envelope.bytes().length, 5);
    assert.throws(() => envelope.message, { code: 'message/undecodable' });
  });

  it('when a picture is received, then its pixels stay where they came', () => {
    const image = { ...emptyMessage('sensor_msgs/msg/Image'), data: Uint8Array.from([1, 2, 3]) };
    const bytes = encode('sensor_msgs/msg/Image', image);
    const { message } = receiveEnvelope('camera/image_raw', bytes, 0n, 0);
    assert.deepEqual(message.data, image.data);
    assert.equal(message.data.buffer, bytes.buffer);
  });
});
