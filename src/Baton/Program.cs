Baton.Commands.Output.UseUtf8();
return await Baton.Commands.CommandLine.RunAsync(args);
