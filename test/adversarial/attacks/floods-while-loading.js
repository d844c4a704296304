// Prints a lot before anything is asked.
for (;;) console.log('x'.repeat(10000));
