using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Fitting;

namespace RouterMaestro.Protocols.Tests.Fitting;

/// <summary>Which sampling settings go to a model.</summary>
public sealed class SamplingFitTests
{
    private static readonly Sampling _all = new() { Temperature = 0.2, TopP = 0.5, TopK = 4, StopSequences = ["x"], FrequencyPenalty = 1, PresencePenalty = 1 };

    private readonly LossSink _losses = new();

    [Fact]
    public void A_model_of_which_nothing_is_known_gets_all() => Assert.Same(_all, Fit(_all, ModelFacts.Unknown));

    [Fact]
    public void What_a_model_refuses_goes_and_is_named()
    {
        var facts = new ModelFacts { Temperature = Acceptance.Refused, TopP = Acceptance.Refused, TopK = Acceptance.Refused, Stop = Acceptance.Refused, Penalties = Acceptance.Refused };

        Assert.Equal(new Sampling(), Fit(_all, facts));
        Assert.Equal(["temperature", "top_p", "top_k", "stop", "frequency_penalty", "presence_penalty"], _losses.Fields);
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(0.9, false)]
    public void The_default_stays_where_it_alone_is_taken(double temperature, bool stays)
    {
        Assert.Equal(stays ? temperature : null, Fit(new Sampling { Temperature = temperature }, new ModelFacts { Temperature = Acceptance.DefaultOnly }).Temperature);
        Assert.Equal(stays ? [] : ["temperature"], _losses.Fields);
    }

    [Fact]
    public void What_changes_nothing_is_no_loss()
    {
        var facts = new ModelFacts { TopP = Acceptance.Refused, Penalties = Acceptance.Refused };

        Assert.Equal(new Sampling(), Fit(new Sampling { TopP = 1, FrequencyPenalty = 0, PresencePenalty = 0 }, facts));
        Assert.True(_losses.IsEmpty);
    }

    [Theory]
    [InlineData("none", null, true)]
    [InlineData("medium", null, false)]
    [InlineData("none", Effort.Low, false)]
    [InlineData("medium", Effort.None, true)]
    public void A_setting_that_excludes_reasoning_stays_without_it(string byDefault, Effort? asked, bool stays)
    {
        var facts = new ModelFacts { Temperature = Acceptance.WithoutReasoning, DefaultEffort = byDefault };
        var reasoning = asked is { } effort ? ReasoningSettings.Unspecified with { Effort = effort } : ReasoningSettings.Unspecified;

        Assert.Equal(stays ? 0.2 : null, Fit(new Sampling { Temperature = 0.2 }, facts, reasoning).Temperature);
        Assert.Equal(stays ? [] : ["temperature"], _losses.Fields);
    }

    [Theory]
    [InlineData(Acceptance.Refused, true)]
    [InlineData(Acceptance.Taken, false)]
    [InlineData(null, false)]
    public void The_switch_of_parallel_calls_goes_where_it_is_refused(Acceptance? acceptance, bool goes)
    {
        var request = new ChatRequest("m", []) { ParallelToolCalls = false };

        var fitted = SamplingFit.WithoutRefusedSwitch(request, Target(new() { ParallelToolCalls = acceptance }), _losses);

        Assert.Equal(goes ? null : false, fitted.ParallelToolCalls);
        Assert.Equal(goes ? ["parallel_tool_calls"] : [], _losses.Fields);
    }

    private Sampling Fit(Sampling sampling, ModelFacts facts, ReasoningSettings? reasoning = null) =>
        SamplingFit.For(new ChatRequest("m", []) { Sampling = sampling, Reasoning = reasoning ?? ReasoningSettings.Unspecified }, Target(facts), _losses);

    private static RequestTarget Target(ModelFacts facts) => new(new ModelRef("p", "m"), "\"m\""u8.ToArray(), ModelLimits.Unknown) { Facts = facts };
}
