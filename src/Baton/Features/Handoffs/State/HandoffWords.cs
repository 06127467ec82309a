using Baton.Features.Templates;
using Baton.Storage.Search;

namespace Baton.Features.Handoffs.State;

/// <summary>
/// The words under which a handoff is found: of its title and its context, and of people who have no account here (an
/// import keeps their names).
/// </summary>
internal static class HandoffWords
{
    internal static string Of(Handoff handoff)
    {
        var words = new SearchWords();
        words.Add(handoff.Title);
        words.Add(handoff.Context);
        words.Add(handoff.InitiatedBy ?? "");
        foreach (var name in (string?[])[handoff.AcceptedBy, handoff.CompletedBy])
        {
            if (name is not null && !TemplateFile.IsKey(name))
                words.Add(name);
        }

        return words.ToString();
    }
}
