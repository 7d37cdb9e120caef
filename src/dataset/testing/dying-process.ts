// A process of a capture that is killed as soon as it has something to do.
process.on('message', () => process.kill(process.pid, 'SIGKILL'));
