using Baton.Features.Organization;
using Microsoft.AspNetCore.Components;

namespace Baton.Web.Pages;

/// <summary>What a page knows of whoever reads it: who they are, what things are called, and their time zone.</summary>
public abstract class Reader : ComponentBase
{
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private protected SignedIn? Known => Http.Features.Get<SignedIn>();

    private protected RequestContext RequestContext => field ??= Http.RequestContext();

    private protected Catalog Catalog => RequestContext.Catalog;

    private protected string TeamName(string key) => Catalog.NameOfTeam(key);

    private protected string PersonName(string? key) => Catalog.NameOfPerson(key);
}
