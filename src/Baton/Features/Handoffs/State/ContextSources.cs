using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

/// <summary>
/// Where the values of a context came from. What is not named here came when the handoff began, as all of it did.
/// </summary>
/// <param name="Fields">The fields whose values came otherwise.</param>
/// <param name="Origin">How its values came when it began; null: somebody wrote them.</param>
/// <param name="Previous">The handoff that it was copied from.</param>
internal sealed record ContextSources(
    IReadOnlyDictionary<string, FieldSource> Fields,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProvenanceKind? Origin = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SourceHandoff? Previous = null
)
{
    private static readonly Dictionary<string, FieldSource> None = [];

    /// <summary>Null where somebody wrote all of it, which needs no saying.</summary>
    internal static ContextSources? Of(ProvenanceKind origin, SourceHandoff? previous = null) =>
        origin == ProvenanceKind.Typed ? null : new ContextSources(None, origin, previous);

    /// <summary>The same after values changed.</summary>
    internal static ContextSources Changed(
        ContextSources? before,
        IEnumerable<string> fields,
        JsonElement context,
        ProvenanceKind kind,
        HandoffEvent happened,
        string? reference = null
    )
    {
        var after = new Dictionary<string, FieldSource>(before?.Fields ?? None);
        foreach (var field in fields)
        {
            var isThere = context.TryGetProperty(field, out var value);
            var carried = after.GetValueOrDefault(field)?.Carried;
            after[field] = new FieldSource(kind, happened.At, happened.Who)
            {
                Carried = kind == ProvenanceKind.Carried && isThere ? carried?.With(value) : carried,
                Emptied = !isThere,
                Ref = reference,
            };
        }

        return new ContextSources(after, before?.Origin, before?.Previous);
    }
}

internal static class Writers
{
    /// <summary>How what this caller writes comes: agents are told apart.</summary>
    internal static ProvenanceKind ProvenanceOf(this Catalog catalog, Caller caller) =>
        catalog.People.TryGetValue(caller.Person, out var person) && person.IsAgent
            ? ProvenanceKind.Agent
            : ProvenanceKind.Typed;
}

/// <summary>Where one value came from.</summary>
/// <param name="Kind">How it came.</param>
/// <param name="At">When; null: when the handoff began.</param>
/// <param name="By">Who brought it; null: whoever began the handoff.</param>
internal sealed record FieldSource(
    ProvenanceKind Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? At = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null
)
{
    /// <summary>What an ancestor had: what the value is, or what it was before somebody changed it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SourceValue? Carried { get; init; }

    /// <summary>Where another system has it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Ref { get; init; }

    /// <summary>Whether somebody took the value away.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Emptied { get; init; }
}

/// <summary>
/// A handoff that a value came from, and the teams that could see it then and can see it ever after, so that this
/// decides for whom it is named without looking it up. A team that assists is none of them: it sees it for a while.
/// </summary>
internal record SourceHandoff(long Id, IReadOnlyList<string> Teams)
{
    internal static SourceHandoff Of(Handoff handoff) => new(handoff.Id, TeamsOf(handoff));

    internal bool IsVisibleTo(Caller caller) => !caller.IsGuest && Teams.Any(caller.Is);

    private protected static IReadOnlyList<string> TeamsOf(Handoff handoff) =>
        handoff.EverInitiated
            ? [.. handoff.PassedTeams.Append(handoff.FromTeam).Append(handoff.ToTeam).Distinct()]
            : [handoff.FromTeam];
}

/// <summary>A value of an ancestor.</summary>
/// <param name="Id">The ancestor.</param>
/// <param name="Teams">The teams that could see it then.</param>
/// <param name="Field">The key of the field there.</param>
/// <param name="Value">The value.</param>
internal sealed record SourceValue(long Id, IReadOnlyList<string> Teams, string Field, JsonElement Value)
    : SourceHandoff(Id, Teams)
{
    internal static SourceValue Of(Handoff handoff, string field, JsonElement value) =>
        new(handoff.Id, TeamsOf(handoff), field, value);

    /// <summary>What the ancestor has later.</summary>
    internal SourceValue With(JsonElement value) => this with { Value = value };
}
