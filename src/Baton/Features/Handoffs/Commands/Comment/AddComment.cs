using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Commands.Comment;

/// <summary>Says something that asks for no answer.</summary>
internal sealed class AddComment : HandoffCommand<CommentRequest>
{
    internal static readonly AddComment Command = new();

    private AddComment()
        : base("comment", Side.EitherOrAssisting, Handoff.HandedOver) { }

    internal override bool IsForGuests => true;

    internal override ApiRoute Api { get; } = new("POST", "/comments", "Comment on it");

    internal override IReadOnlyList<PageDoor> Pages =>
        [Page("/comments", form => new CommentRequest(form.Text("text")))];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<CommentAdded>(CommentAdded.EventName)
        {
            Timeline = (comment, told) => new(T("{0} commented", told.Who), comment.Text),

            // A draft, also one that was discarded, concerns nobody else.
            Hears = (_, hearing) => hearing.EverInitiated ? hearing.OtherSide : [],
            Facts = FactsOf,
            Name = () => T("Comment added"),
            Notice = about => new(T("Comment|noun"), T("{0} commented on {1}.", about.Who, about.About)),
        },
        new EventDescriptor<CommentAdded>(NoticeKinds.PersonMentioned)
        {
            Timeline = (comment, told) => new(T("{0} commented", told.Who), comment.Text),
            Hears = (_, _) => [Audience.Mentioned],
            Facts = FactsOf,
            Name = () => T("You were mentioned"),
            Notice = about =>
                new(T("You were mentioned"), T("{0} mentioned you in a comment on {1}.", about.Who, about.About)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var text = new Argument<string>("TEXT") { Description = "The comment. @key mentions a person." };
            return
            [
                new CliVerb(
                    "comment",
                    "Comment on a handoff.\n\n"
                        + "Example: baton handoff comment 12 \"The portal is ready, @lena can send the import sheet\"",
                    [text],
                    (parsed, api, id, _, token) =>
                        api.CommentAsync(id, new CommentRequest(parsed.GetRequiredValue(text)), token)
                )
                {
                    Say = (parsed, handoff) =>
                        Mentions.Unheard(parsed.GetRequiredValue(text), handoff.Comments[^1].Mentions).ToList()
                            is { Count: > 0 } unheard
                            ? $"added comment {handoff.Comments.Count}. Not notified: {string.Join(", ", unheard)}."
                            : $"added comment {handoff.Comments.Count}.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Comment");

    private protected override Refusal? Faults(Handoff handoff, CommentRequest request, RequestContext context) =>
        Texts.Refusal(Texts.Required("text", request.Text));

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        CommentRequest request,
        RequestContext context
    ) =>
        Decide(handoff, request.Text, Mentions.In(request.Text, handoff, context.Catalog), context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        string text,
        IReadOnlyList<string> mentions,
        Caller caller,
        DateTime at
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        var team = handoff.ActingTeam(caller, handoff.ToTeam, handoff.FromTeam);
        return handoff.Record(new CommentAdded(handoff.Comments.Count + 1, team, text, mentions), at, caller, team);
    }

    private static IEnumerable<Fact> FactsOf(CommentAdded comment, NoticeFacts about) =>
        [new Fact(FactLabels.Comment, comment.Text)];
}
