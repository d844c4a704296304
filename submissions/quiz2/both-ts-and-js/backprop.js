// compiled by mistake
exports.forward = () => ({});
