using Baton.Bench;
using BenchmarkDotNet.Running;

switch (args)
{
    case ["parts", ..]:
        BenchmarkRunner.Run<Parts>(args: args[1..]);
        return 0;
    case ["fill", var directory, var count] when int.TryParse(count, out var handoffs):
        await using (var store = await BenchStore.OpenAsync(directory))
            await Fill.RunAsync(store, handoffs, 3 * 365);
        return 0;
    case ["fill", var directory, var count, var span]
        when int.TryParse(count, out var handoffs) && int.TryParse(span, out var days):
        await using (var store = await BenchStore.OpenAsync(directory))
            await Fill.RunAsync(store, handoffs, days);
        return 0;
    case ["wait", var directory, var count] when int.TryParse(count, out var waiting):
        await using (var store = await BenchStore.OpenAsync(directory))
            await Waiting.RunAsync(store, waiting);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            """
            parts [arguments of BenchmarkDotNet]   measures parts of the program
            fill DIR N [DAYS]                      fills a new directory with N handoffs of DAYS days (three years)
            wait DIR N                             fills one with N running clocks and N deliveries to be retried
            fill and wait print a token of an admin.
            """
        );
        return 2;
}
