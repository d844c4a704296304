// Exports a hundred thousand names, and one of three megabytes.
for (let index = 0; index < 1e5; index += 1) exports['name' + index] = index;
exports['a'.repeat(3e6)] = 1;
exports.forward = () => ({ loss: 1 });
exports.backward = () => ({ dx: [1] });
