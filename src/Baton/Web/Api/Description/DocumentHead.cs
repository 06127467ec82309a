using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Baton.Web.Api.Description;

/// <summary>What holds for the document as a whole.</summary>
internal static class DocumentHead
{
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Handoffs", "Pieces of work that are passed from one team to another."),
        ("Templates", "How work passes from one team to another: its fields, checklist and clocks."),
        ("Teams", "Teams, their people, their holidays, and the channels on which they get notices."),
        ("People", "People, their absences and invitations, and the caller."),
        ("Escalation", "Live handoffs that need an owner."),
        ("Measures", "Figures and reports, as JSON, CSV or NDJSON."),
        ("Audit", "Who changed what of people, teams, channels and templates."),
        ("Deliveries", "What was sent to whom, and what came of it."),
        ("Attachments", "Files of a handoff."),
        ("Guests", "People from outside who receive one handoff by a link."),
    ];

    internal static Task DescribeAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "Baton",
            Version = "v1",
            Description = "Hands work from one team to another and loses nothing on the way.",
            Contact = new OpenApiContact { Name = "The Baton authors" },
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The server that gives this document." }];
        document.Tags = new HashSet<OpenApiTag>(
            Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
        );
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token made by `baton token create`.",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
        ];
        return Task.CompletedTask;
    }
}
