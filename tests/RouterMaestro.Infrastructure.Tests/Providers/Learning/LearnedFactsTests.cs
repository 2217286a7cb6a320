using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Learning;

namespace RouterMaestro.Infrastructure.Tests.Providers.Learning;

/// <summary>How long, and how much, the gateway remembers of what errors say.</summary>
public sealed class LearnedFactsTests
{
    private static readonly ModelRef _model = new("lab", "m");

    private readonly FakeTimeProvider _clock = new();
    private readonly LearnedFacts _learned;

    public LearnedFactsTests() => _learned = new(_clock);

    [Fact]
    public void Lessons_are_facts_of_their_model_alone()
    {
        _learned.Add(_model, new Lesson.Omit("temperature"));
        _learned.Add(_model, new Lesson.ServedIn(WireProtocol.OpenAIResponses, WithTools: true));

        var facts = _learned.Of(_model).Facts;
        Assert.Equal(Acceptance.Refused, facts.Temperature);
        Assert.Equal<IEnumerable<WireProtocol>>([WireProtocol.OpenAIResponses], facts.EndpointsWithTools!.Value);
        Assert.Equal(ModelFacts.Unknown, _learned.Of(new ModelRef("lab", "other")).Facts);
    }

    [Fact]
    public void A_lesson_counts_for_a_day()
    {
        _learned.Add(_model, new Lesson.Omit("seed"));

        _clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Single(_learned.Of(_model).Lessons);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_learned.Of(_model).Lessons);
        Assert.Equal(ModelFacts.Unknown, _learned.Of(_model).Facts);
    }

    [Fact]
    public void The_first_lesson_counts_the_day()
    {
        _learned.Add(_model, new Lesson.Omit("seed"));
        _clock.Advance(TimeSpan.FromHours(20));
        _learned.Add(_model, new Lesson.Omit("seed"));
        _learned.Add(_model, new Lesson.Omit("user"));
        Assert.Equal(2, _learned.Of(_model).Lessons.Length);

        _clock.Advance(TimeSpan.FromHours(4));
        Assert.Empty(_learned.Of(_model).Lessons);
    }

    [Fact]
    public void The_memory_is_bounded()
    {
        for (var i = 0; i < 2000; i++)
        {
            _learned.Add(new ModelRef("lab", $"m{i}"), new Lesson.Omit("seed"));
            _learned.Add(_model, new Lesson.Omit($"member{i}"));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var known = Enumerable.Range(0, 2000).Count(i => !_learned.Of(new ModelRef("lab", $"m{i}")).Lessons.IsEmpty);
        Assert.InRange(known, 1000, 1024);
        Assert.InRange(_learned.Of(_model).Lessons.Length, 0, 16);
        Assert.False(_learned.Of(new ModelRef("lab", "m1999")).Lessons.IsEmpty);
    }
}
