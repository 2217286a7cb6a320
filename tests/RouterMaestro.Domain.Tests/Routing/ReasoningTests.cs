using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

/// <summary>The reasoning settings for requests that leave them open.</summary>
public sealed class ReasoningTests
{
    private static readonly ModelRef _model = new("p", "m");

    [Theory]
    [InlineData("p/m", 3000)]
    [InlineData("m", 2000)]
    [InlineData("other", 9000)]
    public void The_qualified_id_wins_over_the_bare_one_and_that_over_the_default(string known, int expected)
    {
        var settings = new ReasoningBudgetSettings { DefaultBudget = 9000, ModelBudgets = [new("p/m", 3000), new("m", 2000)] };
        var model = known == "p/m" ? _model : new ModelRef("q", known);

        Assert.Equal(expected, settings.For(model, null).Budget);
    }

    [Theory]
    [InlineData(false, Support.Supported, true, false)]
    [InlineData(true, Support.Supported, false, true)]
    [InlineData(true, Support.Unknown, false, false)]
    [InlineData(true, Support.Unknown, true, true)]
    [InlineData(true, Support.Unsupported, true, false)]
    public void Only_models_known_to_think_do_so_unasked(bool autoEnable, Support support, bool hasBudget, bool expected)
    {
        var settings = new ReasoningBudgetSettings { AutoEnable = autoEnable, ModelBudgets = hasBudget ? [new("m", 2000)] : [] };
        var card = new ModelCard(_model, "m") { Capabilities = new() { Reasoning = support } };

        Assert.Equal(expected, settings.For(_model, card).IsAutomatic);
    }

    [Theory]
    [InlineData(ReasoningMode.Unspecified, null, null, ReasoningMode.Unspecified, null)]
    [InlineData(ReasoningMode.Unspecified, null, Effort.High, ReasoningMode.Unspecified, null)]
    [InlineData(ReasoningMode.Disabled, null, null, ReasoningMode.Disabled, null)]
    [InlineData(ReasoningMode.Enabled, null, null, ReasoningMode.Enabled, 5000)]
    [InlineData(ReasoningMode.Adaptive, null, null, ReasoningMode.Adaptive, 5000)]
    [InlineData(ReasoningMode.Enabled, 2000, null, ReasoningMode.Enabled, 2000)]
    [InlineData(ReasoningMode.Enabled, null, Effort.Low, ReasoningMode.Enabled, null)]
    [InlineData(ReasoningMode.Adaptive, null, Effort.Low, ReasoningMode.Adaptive, null)]
    public void What_is_asked_without_a_measure_gets_the_models_budget(ReasoningMode mode, int? budget, Effort? effort, ReasoningMode becomes, int? expected) =>
        Assert.Equal(new ReasoningSettings(becomes, expected, effort), new ReasoningDefaults(5000, IsAutomatic: false).Complete(new(mode, budget, effort)));

    [Fact]
    public void A_request_that_does_not_mention_reasoning_gets_it_if_it_is_automatic()
    {
        var defaults = new ReasoningDefaults(5000, IsAutomatic: true);

        Assert.Equal(new ReasoningSettings(ReasoningMode.Enabled, 5000), defaults.Complete(ReasoningSettings.Unspecified));
        Assert.Equal(new ReasoningSettings(ReasoningMode.Disabled), defaults.Complete(new(ReasoningMode.Disabled)));
        Assert.Equal(new ReasoningSettings(ReasoningMode.Unspecified, Effort: Effort.Low), defaults.Complete(new(ReasoningMode.Unspecified, Effort: Effort.Low)));
    }

    [Theory]
    [InlineData(true, false, null, true)]
    [InlineData(true, false, 1280L, true)]
    [InlineData(true, false, 1279L, false)]
    [InlineData(true, false, 1024L, false)]
    [InlineData(true, true, null, false)]
    [InlineData(false, false, null, false)]
    public void A_request_is_changed_only_if_it_says_nothing_and_there_is_room(bool isAutomatic, bool mentions, long? maxTokens, bool expected) =>
        Assert.Equal(expected, new ReasoningDefaults(5000, isAutomatic).IsAddedTo(new RequestFacts("m") { MentionsReasoning = mentions, MaxTokens = maxTokens }));

    [Fact]
    public void A_budget_leaves_a_fifth_and_stays_within_what_providers_take() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[1, 200_000]).Sample((budget, most) =>
        {
            var fitted = ReasoningDefaults.Fit(budget, most);
            return most < 1280 ? fitted == 0
                : fitted is >= 1024 and <= 32768 && fitted * 5L <= most * 4L && (fitted == budget || fitted is 1024 or 32768 || fitted == most * 4L / 5);
        });
}
