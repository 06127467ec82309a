using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Baton.Client;

namespace Baton.Bench;

/// <summary>
/// What a server does of whole loops: nine requests from a draft to the feedback, and beside it of handing over alone.
/// </summary>
internal sealed class Loop(Uri server, string sender, string receiver) : IDisposable
{
    internal const string Template = """
        key: bench_loop
        from_team: sales
        receiving_team: onboarding
        fields:
          - { key: client_name, type: text, required: true }
          - { key: contract_value, type: money, required: true, min: 0 }
          - { key: note, type: long_text }
        checklist:
          - { key: contract, text: Contract filed }
        accept_within: 8h
        complete_within: 10d
        """;

    private const int Connections = 32;
    internal const int Requests = 9;

    private static readonly JsonElement Context = JsonElement.Parse(
        """{"client_name": "Acme Logistics GmbH", "contract_value": {"amount": 48500, "currency": "EUR"}}"""
    );
    private static readonly JsonElement Note = JsonElement.Parse(
        """{"note": "Single sign-on through their own provider before go-live. Data stays in Frankfurt."}"""
    );

    private readonly HttpClient http = new(
        new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseCookies = false }
    )
    {
        BaseAddress = server,
    };

    /// <summary>Prints requests a second, and milliseconds of a request: p50 and p99.</summary>
    /// <param name="kind"><c>initiate</c> or <c>loop</c>.</param>
    /// <param name="seconds">How long.</param>
    internal async Task RunAsync(string kind, int seconds)
    {
        var from = new BatonClient(http, sender);
        var to = new BatonClient(http, receiver);
        var took = await Task.WhenAll(
            Enumerable.Range(0, Connections).Select(_ => Task.Run(() => WorkAsync(kind, from, to, seconds)))
        );
        var all = took.SelectMany(some => some).Order().ToList();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{all.Count / (double)seconds:F1} {all[all.Count / 2]:F2} {all[all.Count * 99 / 100]:F2}"
            )
        );
    }

    public void Dispose() => http.Dispose();

    private static async Task<List<double>> WorkAsync(string kind, BatonClient from, BatonClient to, int seconds)
    {
        var took = new List<double>();
        for (var started = Stopwatch.StartNew(); started.Elapsed.TotalSeconds < seconds; )
        {
            if (kind == "initiate")
                await TimeAsync(took, from.CreateAsync(new CreateHandoffRequest("bench_loop", Context)));
            else
                await OnceAsync(took, from, to);
        }

        return took;
    }

    internal static async Task OnceAsync(List<double> took, BatonClient from, BatonClient to)
    {
        var draft = new CreateHandoffRequest("bench_loop", Context) { Draft = true };
        var id = (await TimeAsync(took, from.CreateAsync(draft))).HandoffId;
        await TimeAsync(took, from.EditAsync(id, new EditRequest(Note)));
        await TimeAsync(took, from.InitiateAsync(id));
        await TimeAsync(took, to.AskAsync(id, new AskRequest("Who signs for the warehouse?")));
        await TimeAsync(took, from.AnswerAsync(id, 1, new AnswerRequest("Ida Brandt does.")));
        await TimeAsync(took, to.AcceptAsync(id));
        await TimeAsync(took, to.TickAsync(id, "contract", new TickRequest(Done: true)));
        await TimeAsync(took, to.CompleteAsync(id));
        await TimeAsync(took, to.GiveFeedbackAsync(id, new FeedbackRequest(5)));
        Debug.Assert(took.Count % Requests == 0, "A loop has nine requests.");
    }

    private static async Task<T> TimeAsync<T>(List<double> took, Task<T> request)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await request;
        took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return answer;
    }
}
