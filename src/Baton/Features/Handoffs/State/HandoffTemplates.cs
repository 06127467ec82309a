using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

internal static class HandoffTemplates
{
    /// <summary>The version of the template that a handoff was started with.</summary>
    internal static TemplateVersion TemplateOf(this RequestContext context, Handoff handoff) =>
        context.Catalog.Version(handoff.Template, handoff.TemplateVersion)
        ?? throw new InvalidOperationException(
            $"Handoff {handoff.Id} names version {handoff.TemplateVersion} of {handoff.Template}, which is not stored."
        );
}
