namespace Baton.Core;

/// <summary>
/// A variable of the environment: said once, beside what reads it. <c>docs/configuration.md</c> is written from these.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Meaning">What it does, as Markdown.</param>
/// <param name="Example">A value that works.</param>
internal sealed record Variable(string Name, string Meaning, string Example)
{
    /// <summary>What holds while it is not set.</summary>
    internal string Default { get; init; } = "none";

    /// <summary>What the value is counted in; null where it is no number.</summary>
    internal string? Unit { get; init; }

    /// <summary>The option of the command line that wins over it.</summary>
    internal string? Option { get; init; }

    internal bool IsSecret { get; init; }
}
