return await Baton.Commands.CommandLine.RunAsync(args);
