using Baton.Features.Audit;
using Baton.Features.Organization;

namespace Baton.Features.Templates.Publishing;

/// <summary>What the audit log says of templates.</summary>
internal static class AuditedTemplates
{
    internal static readonly IReadOnlyList<Audited> Tables = [Audited.Table<PublishedTemplate>(OfTemplate)];

    private static IEnumerable<AuditDraft> OfTemplate(Changed change, PublishedTemplate template) =>
        [
            new AuditDraft(
                AuditActs.TemplatePublished,
                () => $"template {template.Key}",
                template.Version == 1 ? null : $"version: {template.Version - 1}",
                $"version: {template.Version}"
            ),
        ];
}
