using System.CommandLine;

namespace Baton.Commands;

/// <summary>For containers and scripts that have no other HTTP client.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly Option<string> Url = new("--server")
    {
        Description = "The address of the server.",
        DefaultValueFactory = _ => ServeCommand.DefaultUrl,
    };

    internal static Command Create()
    {
        var command = new Command(
            "health",
            "Ask a server whether it can do its work, and print what /readyz answers. Exit code 1 if it cannot.\n\n"
                + "Example: baton health --server http://127.0.0.1:5080"
        )
        {
            Url,
        };
        command.SetAction(
            (parsed, token) => RunAsync(parsed.GetValue(Url)!.Trim().TrimEnd('/'), Output.Of(parsed), token)
        );
        return command;
    }

    private static async Task<int> RunAsync(string url, Output output, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate($"{url}/readyz", UriKind.Absolute, out var ready) || ready.Scheme is not ("http" or "https"))
            return await output.FailAsync(
                CommandLine.WrongUsage,
                $"--server: '{url}' is not an address. Use one such as {ServeCommand.DefaultUrl}."
            );
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(ready, cancellationToken);
            var said = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
                return await output.FailAsync(CommandLine.Refused, $"{url} answers {(int)answer.StatusCode}: {said}");
            output.Line(said);
            return CommandLine.Done;
        }
        catch (HttpRequestException exception)
        {
            return await output.FailAsync(CommandLine.Refused, $"{url} cannot be reached: {exception.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await output.FailAsync(
                CommandLine.Refused,
                $"{url} did not answer within {Patience.TotalSeconds:0} seconds."
            );
        }
    }
}
