using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

/// <summary>
/// A handing over that the gate refused: who, which team, which fields, through which door. Never the values.
/// </summary>
internal sealed class GateAttempt
{
    public long Id { get; init; }

    public required DateTime At { get; init; }

    public required string Person { get; init; }

    public required string Team { get; init; }

    public required string Template { get; init; }

    public required int TemplateVersion { get; init; }

    public long? HandoffId { get; init; }

    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>
    /// What was wrong with each of the fields: <c>missing</c>, <c>placeholder</c>, <c>type</c>, <c>rule</c> or
    /// <c>waiver</c>.
    /// </summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary><c>api</c>, <c>page</c>, <c>import</c> or <c>slack</c>.</summary>
    public required string Door { get; init; }
}

/// <summary>
/// A team beside the two of a handoff that may see it: it was rerouted away from it, or the team assists.
/// </summary>
internal sealed class PassedTeam
{
    public required string TeamKey { get; init; }

    public required long HandoffId { get; init; }
}
