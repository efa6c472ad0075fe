module.exports = (output) => output.length;
module.exports.named = (output) => output === 'named';
