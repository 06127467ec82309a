using Baton.Channels;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Assign;

namespace Baton.Tests.Channels;

public sealed class NoticeTextTests
{
    public static TheoryData<string> EveryKind => [.. NoticeKinds.All];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Every_kind_has_words_of_its_own_that_name_teams_and_title(string kind)
    {
        var words = NoticeText.For(ChannelHost.Message(kind));

        Assert.NotEqual(NoticeText.For(ChannelHost.Message("no.kind")).Happened, words.Happened);
        Assert.Contains("“Acme GmbH”", words.Sentence, StringComparison.Ordinal);
        Assert.Contains("sales", words.Sentence, StringComparison.Ordinal);
        Assert.Contains("onboarding", words.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", words.Sentence, StringComparison.Ordinal);
        if (!kind.StartsWith("clock.", StringComparison.Ordinal))
            Assert.StartsWith("Ana Lima ", words.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_are_those_of_the_contract_and_their_words_differ()
    {
        Assert.Equal(27, NoticeKinds.All.Distinct().Count());
        Assert.Equal(
            27,
            NoticeKinds.All.Select(kind => NoticeText.For(ChannelHost.Message(kind)).Happened).Distinct().Count()
        );
    }

    [Theory]
    [InlineData(0, "Returned")]
    [InlineData(1, "Returned with 1 finding")]
    [InlineData(2, "Returned with 2 findings")]
    public void Findings_are_counted(int count, string happened)
    {
        var message = ChannelHost.Message() with
        {
            Facts = [.. Enumerable.Repeat((FactLabels.Finding, "goals: unclear"), count), (FactLabels.Due, "soon")],
        };

        Assert.Equal(happened, NoticeText.For(message).Happened);
    }

    [Theory]
    [InlineData("initiated", "it waits for onboarding to accept it")]
    [InlineData("returned", "it waits for sales to resubmit it")]
    [InlineData("accepted", "it waits for onboarding to complete it")]
    public void A_clock_says_who_is_waited_for(string status, string waiting)
    {
        var message = ChannelHost.Message(Kinds.ClockEscalated) with
        {
            Status = status,
            Actor = null,
            ActorName = null,
            Facts = [],
        };

        Assert.Equal(
            $"The handoff “Acme GmbH” from sales to onboarding is overdue: {waiting}.",
            NoticeText.For(message).Sentence
        );
    }

    [Fact]
    public void A_clock_that_a_question_stops_says_so()
    {
        var message = ChannelHost.Message(Kinds.ClockReminder) with
        {
            Status = "accepted",
            Facts = [(FactLabels.Question, "Which start date?")],
        };

        Assert.Contains("a question waits for an answer", NoticeText.For(message).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assignment_names_the_new_owner()
    {
        var message = ChannelHost.Message(HandoffAssigned.EventName) with { Facts = [(FactLabels.Owner, "Bo Berg")] };

        Assert.Equal("Assigned to Bo Berg", NoticeText.For(message).Happened);
    }

    [Theory]
    [InlineData("a\r\nBcc: x@example.org", "a Bcc: x@example.org")]
    [InlineData("  a\t\u2028 b\u0000 ", "a b")]
    [InlineData("abc\u202Efdp.exe", "abcfdp.exe")]
    [InlineData("👩‍💻 Zoë", "👩‍💻 Zoë")]
    public void A_line_stays_one_line(string text, string line) => Assert.Equal(line, Line.Of(text));

    [Fact]
    public void A_clipped_line_never_ends_in_half_a_character()
    {
        for (var limit = 2; limit < 12; limit++)
        {
            var clipped = Line.Of("a😀😀😀😀😀😀", limit);
            Assert.True(clipped.Length <= limit);
            Assert.DoesNotContain('\uFFFD', clipped);
            Assert.DoesNotContain(
                clipped.Zip(clipped.Skip(1)),
                pair => char.IsHighSurrogate(pair.First) && !char.IsLowSurrogate(pair.Second)
            );
        }
    }
}
