using Baton.Client;
using Baton.Features.Templates.Publishing.Building;

namespace Baton.Tests.Features.Templates;

/// <summary>What two people made of one template.</summary>
public sealed class TemplateMergeTests
{
    private static readonly Template Before = new()
    {
        Key = "a_to_b",
        Name = "A to B",
        FromTeam = "a",
        ReceivingTeam = "b",
        Fields = [Named("client"), Named("value"), Named("goals")],
        Checklist = [new Step { Key = "call", Text = "Call" }, new Step { Key = "file", Text = "File" }],
        AcceptWithin = "8h",
    };

    [Fact]
    public void What_one_changed_is_in_it()
    {
        var mine = Before with
        {
            Name = "Renamed",
            Fields = [Before.Fields[0] with { Help = "Mine" }, .. Before.Fields.Skip(1)],
        };
        var theirs = Before with
        {
            AcceptWithin = "4h",
            Fields = [Before.Fields[0] with { Example = "Theirs" }, .. Before.Fields.Skip(1)],
        };
        var (merged, kept) = TemplateMerge.Of(Before, mine, theirs);
        Assert.Empty(kept);
        Assert.Equal(("Renamed", "4h"), (merged.Name, merged.AcceptWithin));
        Assert.Equal(("Mine", "Theirs"), (merged.Fields[0].Help, merged.Fields[0].Example));
    }

    [Fact]
    public void Rows_that_were_added_stand_where_they_were_put()
    {
        var mine = Before with { Fields = [Before.Fields[2], Before.Fields[0], Named("mine"), Before.Fields[1]] };
        var theirs = Before with
        {
            Fields = [Named("first"), Before.Fields[0], Before.Fields[1], Named("theirs"), Before.Fields[2]],
        };
        var (merged, kept) = TemplateMerge.Of(Before, mine, theirs);
        Assert.Empty(kept);
        Assert.Equal(["first", "goals", "client", "mine", "value", "theirs"], merged.Fields.Select(field => field.Key));
    }

    [Fact]
    public void Who_moved_rows_gives_the_order_and_what_the_other_added_stays_beside_its_row()
    {
        var mine = Before with { Fields = [Before.Fields[0], Named("mine"), Before.Fields[1], Before.Fields[2]] };
        var theirs = Before with { Fields = [Before.Fields[2], Before.Fields[0], Before.Fields[1]] };
        var (merged, kept) = TemplateMerge.Of(Before, mine, theirs);
        Assert.Empty(kept);
        Assert.Equal(["goals", "client", "mine", "value"], merged.Fields.Select(field => field.Key));
        var other = Before with { Fields = [Before.Fields[1], Before.Fields[0], Before.Fields[2]] };
        (merged, kept) = TemplateMerge.Of(Before, other, theirs);
        Assert.Equal(["Order of the fields"], kept);
        Assert.Equal(["value", "client", "goals"], merged.Fields.Select(field => field.Key));
    }

    [Fact]
    public void Rows_that_one_removed_are_gone_unless_the_other_changed_them()
    {
        var mine = Before with { Fields = [Before.Fields[0], Before.Fields[2] with { Help = "Mine" }], Checklist = [] };
        var theirs = Before with
        {
            Fields = [Before.Fields[1]],
            Checklist = [Before.Checklist[0] with { Text = "Ring" }, Before.Checklist[1]],
        };
        var (merged, kept) = TemplateMerge.Of(Before, mine, theirs);
        Assert.Equal(["goals"], merged.Fields.Select(field => field.Key));
        Assert.Empty(merged.Checklist);
        Assert.Equal(["Goals", "Ring"], kept.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_both_changed_the_same_mine_stays_and_is_named()
    {
        var mine = Before with
        {
            Name = "Mine",
            AcceptWithin = "6h",
            Fields = [Before.Fields[0] with { Label = "Customer", Help = "X" }, .. Before.Fields.Skip(1)],
        };
        var theirs = Before with
        {
            Name = "Theirs",
            AcceptWithin = "6h",
            Fields = [Before.Fields[0] with { Help = "Y" }, .. Before.Fields.Skip(1)],
        };
        var (merged, kept) = TemplateMerge.Of(Before, mine, theirs);
        Assert.Equal(("Mine", "6h", "X"), (merged.Name, merged.AcceptWithin, merged.Fields[0].Help));
        Assert.Equal(["Name", "Customer"], kept);
    }

    private static Field Named(string key) => new() { Key = key, Type = FieldType.Text };
}
