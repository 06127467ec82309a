using System.Globalization;
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
    case ["grow", var directory, var count, var span]
        when int.TryParse(count, out var handoffs) && int.TryParse(span, out var days):
        await using (var store = await BenchStore.OpenAsync(directory))
            await Grow.RunAsync(store, handoffs, days);
        return 0;
    case ["questions", var directory, var count] when int.TryParse(count, out var each):
        Questions.Run(directory, each);
        return 0;
    case ["multiply", var from, var to, var times, var live, var span]
        when int.TryParse(times, out var copies)
            && int.TryParse(live, out var liveEvery)
            && int.TryParse(span, out var days):
        Multiply.Run(from, to, copies, liveEvery, days);
        return 0;
    case ["to-postgres", var directory, var database]:
        await ToPostgres.RunAsync(directory, database);
        return 0;
    case ["loop", var server, var sender, var receiver, ("initiate" or "loop") and var kind, var time]
        when int.TryParse(time, out var seconds):
        using (var loop = new Loop(new Uri(server), sender, receiver))
            await loop.RunAsync(kind, seconds);
        return 0;
    case ["soak", var server, var sender, var receiver, var process, var rate, var time, var length, .. var people]
        when int.TryParse(process, out var id)
            && double.TryParse(rate, CultureInfo.InvariantCulture, out var requests)
            && int.TryParse(time, out var seconds)
            && int.TryParse(length, out var window):
        var password = Environment.GetEnvironmentVariable("BENCH_PASSWORD") ?? "";
        var clickers = await Task.WhenAll(
            people.Select(person => Clicker.SignInAsync(new Uri(server), person, password))
        );
        using (var soak = new Soak(new Uri(server), sender, receiver, id))
            return await soak.RunAsync(requests, seconds, window, clickers) ? 0 : 1;
    default:
        await Console.Error.WriteLineAsync(
            """
            parts [arguments of BenchmarkDotNet]   measures parts of the program
            fill DIR N [DAYS]                      fills a new directory with N handoffs of DAYS days (three years)
            wait DIR N                             fills one with N running clocks and N deliveries to be retried
            grow DIR N DAYS                        fills one as fill does, with all that belongs to handoffs in use
            questions DIR EACH                     gives each handoff EACH answered questions
            multiply DIR NEW TIMES LIVE DAYS       makes a store TIMES as large of one that grow filled; what is in
                                                   progress is in every LIVEth copy (0: only once)
            to-postgres DIR CONNECTION             brings it into an empty database of PostgreSQL
            loop URL TOKEN TOKEN initiate|loop S   hands over, or goes through whole loops, for S seconds
            soak URL TOKEN TOKEN PID RATE S W PERSON...   loops with RATE requests a second for S seconds, while
                                                   people with BENCH_PASSWORD click; a line for W seconds each
            fill, grow and wait print a token of an admin.
            """
        );
        return 2;
}
