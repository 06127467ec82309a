namespace Baton.Features.Audit;

/// <summary>A row of the log to be.</summary>
internal sealed record AuditDraft(string Act, Func<string> Subject, string? Before, string? After)
{
    private const int Longest = 500;

    internal AuditEntry ToEntry(Acting? acting) =>
        acting is null
            ? throw new InvalidOperationException($"{Act} of {Subject()} was not written by the writer.")
            : new AuditEntry
            {
                At = acting.At,
                Who = acting.Who,
                Door = acting.Door,
                Act = Act,
                Subject = Short(Subject())!,
                Before = Short(Before),
                After = Short(After),
            };

    private static string? Short(string? text) =>
        text is null || text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest - 1), "…");
}
