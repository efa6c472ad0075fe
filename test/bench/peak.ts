// Loaded before a measured program: says at its end how much memory it had at the most.
process.on('exit', () => process.stdout.write(`\npeak ${Math.round(process.resourceUsage().maxRSS / 1024)}\n`));
