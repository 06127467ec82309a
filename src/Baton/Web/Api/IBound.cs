namespace Baton.Web.Api;

/// <summary>
/// What was read of a request, or every fault in it: then <see cref="ApiFilters"/> answers, no handler.
/// </summary>
internal interface IBound
{
    Refusal? Refusal { get; }
}
