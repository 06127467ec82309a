using System.ComponentModel;
using Baton.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Baton.Features.Handoffs.Reading.Chains;

/// <summary>Which part of a chain is asked for.</summary>
internal sealed record ChainQuery
{
    [Limits(1, 100), Description("How many handoffs a page has at most.")]
    public int Limit { get; init; } = 50;

    [FromQuery(Name = "cursor"), PageCursor, Description("Where the page begins: `next_cursor` of the page before.")]
    public long? After { get; init; }
}
