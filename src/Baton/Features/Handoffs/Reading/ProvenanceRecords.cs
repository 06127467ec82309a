using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Reading;

/// <summary>Where the values of a handoff came from, as this caller may know it.</summary>
internal static class ProvenanceRecords
{
    internal static IReadOnlyDictionary<string, Provenance> Of(Handoff handoff, Caller caller, Uri baseUrl)
    {
        var sources = handoff.Provenance;
        var fields = handoff.Context.EnumerateObject().Select(member => member.Name);
        if (sources is not null)
            fields = fields.Concat(sources.Fields.Where(source => source.Value.Emptied).Select(source => source.Key));
        return fields
            .Distinct()
            .ToDictionary(
                field => field,
                field =>
                    sources?.Fields.GetValueOrDefault(field) is { } source
                        ? Of(source, handoff, caller, baseUrl)
                        : AsItBegan(handoff, caller, baseUrl)
            );
    }

    private static Provenance AsItBegan(Handoff handoff, Caller caller, Uri baseUrl) =>
        new()
        {
            Kind = handoff.Provenance?.Origin ?? ProvenanceKind.Typed,
            Ref = Link(handoff.Provenance?.Previous, caller, baseUrl),
            At = handoff.CreatedAt,
            By = Person(handoff.CreatedBy),
        };

    private static Provenance Of(FieldSource source, Handoff handoff, Caller caller, Uri baseUrl)
    {
        var at = source.At ?? handoff.CreatedAt;
        var isCarried = source.Kind == ProvenanceKind.Carried;
        var link = Link(source.Carried, caller, baseUrl);
        return new Provenance
        {
            Kind = source.Kind,
            Ref = isCarried ? link : source.Ref,
            At = at,
            By = Person(source.By ?? handoff.CreatedBy),
            Before =
                isCarried || link is null || source.Carried is not { } carried
                    ? null
                    : new CarriedValue(carried.Value, link, carried.Field, handoff.CreatedAt),
        };
    }

    private static string? Link(SourceHandoff? from, Caller caller, Uri baseUrl) =>
        from?.IsVisibleTo(caller) == true ? HandoffRecords.UrlOf(from.Id, baseUrl) : null;

    private static string? Person(string key) => key.Length == 0 ? null : key;
}
