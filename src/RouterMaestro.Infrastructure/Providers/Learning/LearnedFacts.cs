using System.Collections.Concurrent;
using System.Collections.Immutable;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;

namespace RouterMaestro.Infrastructure.Providers.Learning;

/// <summary>What the providers' errors taught about their models, for a day: vendors change what their models take.</summary>
/// <param name="clock">The clock.</param>
internal sealed class LearnedFacts(TimeProvider clock)
{
    // names of models come from callers
    private const int MaxModels = 1024;
    private const int MaxLessons = 16;

    private static readonly TimeSpan _life = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<ModelRef, Learned> _models = new();

    // every call asks, and an empty ConcurrentDictionary takes all of its locks to say that it is empty
    private volatile bool _hasLearned;

    /// <summary>Gets whether nothing was learned yet, as in most gateways.</summary>
    public bool IsEmpty => !_hasLearned;

    /// <summary>Gets what is known of a model.</summary>
    public Learned Of(ModelRef model)
    {
        if (!_hasLearned || !_models.TryGetValue(model, out var learned))
        {
            return Learned.Nothing;
        }

        if (clock.GetUtcNow() < learned.ForgetAt)
        {
            return learned;
        }

        _models.TryRemove(new(model, learned));
        return Learned.Nothing;
    }

    /// <summary>Remembers a lesson about a model.</summary>
    public void Add(ModelRef model, Lesson lesson)
    {
        if (!_models.ContainsKey(model) && _models.Count >= MaxModels)
        {
            _models.TryRemove(_models.MinBy(entry => entry.Value.ForgetAt).Key, out _);
        }

        var forgetAt = clock.GetUtcNow() + _life;
        _hasLearned = true;
        _models.AddOrUpdate(model, _ => Learned.Nothing.With(lesson, forgetAt), (_, learned) => learned.Lessons.Length < MaxLessons ? learned.With(lesson, forgetAt) : learned);
    }
}

/// <summary>What is known of one model.</summary>
/// <param name="Lessons">The lessons, in order.</param>
/// <param name="Facts">What they say as facts.</param>
/// <param name="ForgetAt">The time from which they count no longer.</param>
internal sealed record Learned(ImmutableArray<Lesson> Lessons, ModelFacts Facts, DateTimeOffset ForgetAt)
{
    public static Learned Nothing { get; } = new([], ModelFacts.Unknown, default);

    /// <summary>Returns this and a further lesson. The first one counts the day, so that everything is tried again at times.</summary>
    public Learned With(Lesson lesson, DateTimeOffset forgetAt) => Lessons.Contains(lesson)
        ? this
        : new(Lessons.Add(lesson), lesson.ToFacts().Or(Facts), Lessons.IsEmpty ? forgetAt : ForgetAt);
}
