namespace Baton.Features.Handoffs.State;

/// <summary>The indexes of handoffs that a list asks for by name.</summary>
internal static class HandoffIndexes
{
    internal const string Due = "ix_handoffs_due";
    internal const string InitiatedBy = "ix_handoffs_initiated_by_id";
    internal const string AcceptedBy = "ix_handoffs_accepted_by_id";
    internal const string Owner = "ix_handoffs_owner_id";
    internal const string OwnerOpen = "ix_handoffs_owner_open";
    internal const string Parent = "ix_handoffs_parent_id";
    internal const string FanOut = "ix_handoffs_fan_out";
    internal const string Updated = "ix_handoffs_updated";
    internal const string UpdatedFrom = "ix_handoffs_updated_from";
    internal const string UpdatedTo = "ix_handoffs_updated_to";
    internal const string Priority = "ix_handoffs_priority";
    internal const string PriorityFrom = "ix_handoffs_priority_from";
    internal const string PriorityTo = "ix_handoffs_priority_to";
    internal const string Open = "ix_handoffs_open";
    internal const string Template = "ix_handoffs_template";
    internal const string Title = "ix_handoffs_title";

    /// <summary>Nearly all handoffs are of normal priority: only the others are worth an entry.</summary>
    internal const string NotNormal = "priority <> 'normal'";

    /// <summary>While a clock runs, it is open.</summary>
    internal const string IsOpen = "clock <> 'none'";

    /// <summary>What somebody has in progress, however much they have completed.</summary>
    internal const string IsOwnedOpen = $"owner IS NOT NULL AND {IsOpen}";
}
