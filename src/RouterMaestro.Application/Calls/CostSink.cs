using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Calls;

/// <summary>Collects what providers say that the responses to one call cost: of each response what was said last.</summary>
internal sealed class CostSink
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Gets the costs, in the order of the responses.</summary>
    public EquatableArray<StatedCost> Costs
    {
        get
        {
            lock (_gate)
            {
                return _entries.Select(entry => entry.Cost).OfType<StatedCost>().ToEquatableArray();
            }
        }
    }

    /// <summary>Returns the tokens that the provider charges for in the last response of a model; null if it does not say.</summary>
    /// <param name="model">The model.</param>
    public TokenUsage? ChargedTo(ModelRef model)
    {
        lock (_gate)
        {
            return _entries is [.., { Cost: { } cost, Charged: { } charged }] && cost.Model == model ? charged : null;
        }
    }

    /// <summary>Adds a response.</summary>
    public Entry Open()
    {
        var entry = new Entry();
        lock (_gate)
        {
            _entries.Add(entry);
        }

        return entry;
    }

    /// <summary>The cost of one response.</summary>
    internal sealed class Entry
    {
        /// <summary>Gets or sets what the provider said last; null if it has said nothing yet.</summary>
        public StatedCost? Cost { get; set; }

        /// <summary>Gets or sets the tokens that the provider charges for, where it says so; null otherwise.</summary>
        public TokenUsage? Charged { get; set; }
    }
}
