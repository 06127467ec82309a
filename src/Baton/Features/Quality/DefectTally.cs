using System.Runtime.CompilerServices;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Quality;

/// <summary>Adds up the defects of some handoffs.</summary>
internal sealed class DefectTally
{
    private int judged;
    private int firstPass;
    private int ratingSum;
    private int ratings;
    private int questions;

    internal int Handoffs { get; private set; }

    internal int Rejected { get; set; }

    internal int Returned { get; private set; }

    internal int Waived { get; private set; }

    internal int LateGaps { get; private set; }

    internal int Defective { get; private set; }

    internal double? DefectRate => Of(Defective, Handoffs);

    internal static double? Of(double part, int whole) => whole == 0 ? null : part / whole;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(in MeasuredRow row)
    {
        Handoffs++;
        Returned += row.Has(Marks.ReturnDefect) ? 1 : 0;
        Waived += row.Has(Marks.Waived) ? 1 : 0;
        LateGaps += row.Has(Marks.LateGap) ? 1 : 0;
        Defective += row.IsDefective ? 1 : 0;
        judged += row.IsJudged ? 1 : 0;
        firstPass += row.IsFirstPass ? 1 : 0;
        ratingSum += row.RatingSum;
        ratings += row.Ratings;
        questions += row.Questions;
    }

    internal DefectTally Add(DefectTally other)
    {
        Handoffs = Handoffs + other.Handoffs;
        Rejected = Rejected + other.Rejected;
        Returned = Returned + other.Returned;
        Waived = Waived + other.Waived;
        LateGaps = LateGaps + other.LateGaps;
        Defective = Defective + other.Defective;
        judged = judged + other.judged;
        firstPass = firstPass + other.firstPass;
        ratingSum = ratingSum + other.ratingSum;
        ratings = ratings + other.ratings;
        questions = questions + other.questions;
        return this;
    }

    internal SenderRow ToSender(string team, IReadOnlyList<SenderWeek> weeks, Funnel funnel) =>
        new()
        {
            Team = team,
            Weeks = weeks,
            Handoffs = Handoffs,
            RejectedAttempts = Rejected,
            Returned = Returned,
            Waived = Waived,
            LateGaps = LateGaps,
            Defective = Defective,
            DefectRate = DefectRate,
            FirstPassYield = Of(firstPass, judged),
            Rating = Of(ratingSum, ratings),
            Ratings = ratings,
            Questions = Of(questions, Handoffs),
            Limits = funnel.LimitsOf(Handoffs),
            Signal = funnel.SignalOf(Defective, Handoffs),
        };

    internal SenderVersionRow ToVersion(string template, int version, Funnel funnel)
    {
        var own = ToSender("", [], funnel);
        return new SenderVersionRow
        {
            Template = template,
            TemplateVersion = version,
            Handoffs = own.Handoffs,
            RejectedAttempts = own.RejectedAttempts,
            Returned = own.Returned,
            Waived = own.Waived,
            LateGaps = own.LateGaps,
            Defective = own.Defective,
            DefectRate = own.DefectRate,
            FirstPassYield = own.FirstPassYield,
            Rating = own.Rating,
            Ratings = own.Ratings,
            Questions = own.Questions,
            Limits = own.Limits,
            Signal = own.Signal,
        };
    }
}
