// Never loads, and says that all is well.
process.exit(0);
