using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Baton.Web.Api;

/// <summary>What every list that is read page by page takes.</summary>
internal abstract record PageQuery
{
    [Limits(1, 100), Description("How many items a page has at most.")]
    public int Limit { get; init; } = 25;

    [FromQuery(Name = "cursor"), PageCursor, Description("Where the page begins: `next_cursor` of the page before.")]
    public long? Before { get; init; }
}
