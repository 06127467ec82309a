using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

internal static class PeopleEndpoints
{
    internal static void MapPeoplePages(this WebApplication app)
    {
        var pages = app.MapPages();
        pages.MapPeoplePages();
    }

    internal static void MapPeople(this RouteGroupBuilder api)
    {
        api.MapMe();
        api.MapPersons();
        api.MapAbsences();
        api.MapInvitations();
    }
}
