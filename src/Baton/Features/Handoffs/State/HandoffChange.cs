using System.Text.Json;
using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

/// <summary>
/// What happened to a handoff. The state is the fold of these and nothing else, so each holds all that the fold
/// needs, and knows how it changes the state.
/// </summary>
internal abstract record HandoffChange
{
    /// <summary>Its name in the log, such as <c>handoff.accepted</c>.</summary>
    internal abstract string Kind { get; }

    /// <summary>People whom it names; they are told in person.</summary>
    internal virtual IReadOnlyList<string> Mentioned => [];

    /// <summary>Fields whose values it decides, so that what was carried from them may have drifted.</summary>
    internal virtual IEnumerable<string> Decides => [];

    /// <summary>Its part of the fold: pure, and the only code that sets what it sets.</summary>
    internal abstract void ApplyTo(Handoff handoff, HandoffEvent happened);

    internal string ToJson() => JsonSerializer.Serialize(this, GetType(), BatonJson.Options);
}
