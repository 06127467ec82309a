using System.CommandLine;
using System.Text.Json;
using Baton.Client;

namespace Baton.Commands;

/// <summary>
/// The options of a command that talks to a running server, and its messages when that fails.
/// </summary>
internal static class Server
{
    private const string UrlSetting = "BATON_SERVER";
    private const string TokenSetting = "BATON_TOKEN";

    internal static readonly IReadOnlyList<Variable> Variables =
    [
        new(UrlSetting, "The address of the server", "https://baton.example.org") { Option = "--server" },
        new(TokenSetting, "Your API token; `baton token create` creates one", "baton_…")
        {
            Option = "--token",
            IsSecret = true,
        },
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static readonly Option<string?> Url = new("--server")
    {
        Description = "The address of the server, for example https://baton.example.org (or BATON_SERVER).",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(UrlSetting),
        Recursive = true,
    };

    /// <summary>No default that help would print: the token of the environment is a secret.</summary>
    internal static readonly Option<string?> Token = new("--token")
    {
        Description = "Your API token (or BATON_TOKEN).",
        Recursive = true,
    };

    internal static Command WithServer(this Command command)
    {
        command.Options.Add(Url);
        command.Options.Add(Token);
        command.Options.Add(Output.AsJson);
        return command;
    }

    internal static async Task<int> RunAsync(
        ParseResult parsed,
        Func<Session, Task<int>> work,
        CancellationToken cancellationToken
    )
    {
        var output = Output.Of(parsed);
        var url = parsed.GetValue(Url)?.Trim();
        var token = (parsed.GetValue(Token) ?? Environment.GetEnvironmentVariable(TokenSetting))?.Trim();
        if (Faults(url, token).ToList() is { Count: > 0 } faults)
            return await output.FailAsync(CommandLine.WrongUsage, faults);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(url!.TrimEnd('/') + "/"), Timeout = Patience };
        try
        {
            return await work(
                new Session(parsed, new BatonClient(http, token!), output, parsed.GetValue(Output.AsJson))
            );
        }
        catch (BatonException exception)
        {
            return await output.FailAsync(CommandLine.Refused, Said(exception.Problem, url!));
        }
        catch (HttpRequestException exception)
        {
            return await output.FailAsync(CommandLine.Refused, Unreachable(exception, url!));
        }
        catch (JsonException)
        {
            return await output.FailAsync(
                CommandLine.Refused,
                $"{url} sent an answer that this program cannot read. Check that it is a Baton server "
                    + $"of version {ProgramVersion.Text}."
            );
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await output.FailAsync(
                CommandLine.Refused,
                $"{url} did not answer within {Patience.TotalSeconds:0} seconds. Check that the server "
                    + "is running, and try again."
            );
        }
    }

    private static IEnumerable<string> Faults(string? url, string? token)
    {
        if (string.IsNullOrEmpty(url))
            yield return "No server given. Set it with --server or BATON_SERVER, for example --server "
                + "http://127.0.0.1:5080.";
        else if (
            !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || uri.Host.Length == 0
            || uri.Query.Length > 0
            || uri.Fragment.Length > 0
        )
            yield return $"--server (BATON_SERVER): '{url}' is not an address. Use one such as "
                + "http://127.0.0.1:5080.";
        if (string.IsNullOrEmpty(token))
            yield return "No token given. Set it with --token or BATON_TOKEN; `baton token create` creates one.";
        else if (!token.All(letter => letter is > ' ' and < '\x7f'))
            yield return "--token (BATON_TOKEN) contains characters that tokens do not have. Copy the token again.";
    }

    private static IEnumerable<string> Said(Problem problem, string url)
    {
        yield return problem.Status switch
        {
            401 => $"{url} did not accept this token (401). It is unknown, expired or revoked; create one with "
                + "`baton token create`.",
            >= 300 and < 400 =>
                $"{url} redirects to another address ({problem.Status}). Use that address as the server.",
            404 when problem.Type == "unknown" => $"{url} is not a Baton server: there is nothing at /api/v1 (404).",
            404 when new Uri(url).AbsolutePath != "/" => $"{problem.Detail} (requested from {url.TrimEnd('/')}/api/v1)",
            >= 500 when problem.TraceId is { } trace => $"{problem.Detail} ({problem.Status}, trace id {trace})",
            _ when problem.Type == "unknown" => $"{url}: {problem.Detail}",
            _ => problem.Detail,
        };
        foreach (
            var fault in (problem.Errors ?? []).Where(fault =>
                problem.Errors!.Count > 1 || fault.Message != problem.Detail
            )
        )
            yield return $"  {Output.Said(fault)}";
        if (problem.Allowed is { Count: > 0 } allowed)
            yield return $"  You can: {string.Join(", ", allowed)}.";
    }

    private static string Unreachable(HttpRequestException exception, string url) =>
        exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError =>
                $"{url} cannot be reached: there is no such host. Check the address.",
            HttpRequestError.ConnectionError => $"{url} cannot be reached: {Innermost(exception)}",
            HttpRequestError.SecureConnectionError =>
                $"No secure connection to {url}: {Innermost(exception)} Check that it uses https with a "
                    + "certificate that this machine trusts.",
            HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded =>
                $"{url} did not answer with valid HTTP: {exception.Message}",
            _ => $"{url} cannot be used: {Innermost(exception)}",
        };

    private static string Innermost(Exception exception) => exception.GetBaseException().Message;

    /// <summary>A command at work on a server.</summary>
    internal sealed record Session(ParseResult Parsed, BatonClient Api, Output Output, bool Json);
}
