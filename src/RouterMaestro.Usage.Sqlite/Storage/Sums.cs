using System.Globalization;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Files;

namespace RouterMaestro.Usage.Sqlite.Storage;

/// <summary>What the sums of one request are made of: the columns that the row of a request and its record have in common.</summary>
internal readonly record struct Summand(CallEnd End, UsageOperation Operation)
{
    public bool IsStream { get; init; }

    public bool IsFallback { get; init; }

    public int Attempts { get; init; }

    public long Input { get; init; }

    public long CacheRead { get; init; }

    public long CacheWrite { get; init; }

    public long CacheWriteHour { get; init; }

    public long Output { get; init; }

    public long Reasoning { get; init; }

    /// <summary>Gets the microseconds to the first content; null if there was none.</summary>
    public long? FirstContent { get; init; }

    /// <summary>Gets the microseconds to the end.</summary>
    public long Duration { get; init; }

    public UsageCost Cost { get; init; }
}

/// <summary>Sums over requests, which can be added to each other in any order.</summary>
internal sealed class Sums
{
    /// <summary>The number of integers.</summary>
    public const int Count = 19;

    /// <summary>The columns, in order.</summary>
    public const string Columns =
        "requests, completed, refused, failed, abandoned, fallbacks, attempts, input, cache_read, cache_write, cache_write_hour, output, reasoning, "
        + "stated_cost, table_cost, included_cost, unknown_costs, stream_tokens, stream_time, stated, first_content_times, durations";

    private readonly long[] _values = new long[Count];
    private readonly SortedDictionary<string, decimal> _stated = new(StringComparer.Ordinal);
    private Histogram? _firstContents;
    private Histogram? _durations;

    /// <summary>Gets the number of requests.</summary>
    public long Requests => _values[0];

    /// <summary>Gets the cost that counts.</summary>
    public long Cost => _values[13] + _values[14];

    /// <summary>Adds a request.</summary>
    public void Add(in Summand request)
    {
        _values[0]++;
        _values[1 + (int)request.End]++;
        _values[5] += request.IsFallback ? 1 : 0;
        _values[6] += request.Attempts;
        _values[7] += request.Input;
        _values[8] += request.CacheRead;
        _values[9] += request.CacheWrite;
        _values[10] += request.CacheWriteHour;
        _values[11] += request.Output;
        _values[12] += request.Reasoning;
        AddCost(request.Cost);
        if (request.End == CallEnd.Completed)
        {
            AddTimes(request);
        }
    }

    /// <summary>Adds what a provider stated.</summary>
    public void AddStated(string unit, decimal amount) => _stated[unit] = _stated.GetValueOrDefault(unit) + amount;

    /// <summary>Adds other sums.</summary>
    public void Add(Sums other)
    {
        for (var i = 0; i < Count; i++)
        {
            _values[i] += other._values[i];
        }

        foreach (var (unit, amount) in other._stated)
        {
            AddStated(unit, amount);
        }

        if (other._firstContents is { } firstContents)
        {
            (_firstContents ??= new()).Add(firstContents);
        }

        if (other._durations is { } durations)
        {
            (_durations ??= new()).Add(durations);
        }
    }

    /// <summary>Adds the sums of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The first of the <see cref="Columns"/>.</param>
    public void Add(Statement row, int column)
    {
        for (var i = 0; i < Count; i++)
        {
            _values[i] += row.Long(column + i);
        }

        column += Count;
        if (!row.IsNull(column))
        {
            foreach (var line in row.Text(column).Split('\n'))
            {
                var space = line.LastIndexOf(' ');
                AddStated(line[..space], decimal.Parse(line.AsSpan(space + 1), NumberStyles.Number, CultureInfo.InvariantCulture));
            }
        }

        Read(row.Blob(column + 1), ref _firstContents);
        Read(row.Blob(column + 2), ref _durations);
    }

    /// <summary>Binds the sums to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="parameter">The parameter of the first of the <see cref="Columns"/>.</param>
    public void Bind(Statement command, int parameter)
    {
        for (var i = 0; i < Count; i++)
        {
            command.Bind(parameter + i, _values[i]);
        }

        parameter += Count;
        var lines = _stated.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value}"));
        command.Bind(parameter, _stated.Count == 0 ? null : string.Join('\n', lines));
        command.Bind(parameter + 1, _firstContents?.Write());
        command.Bind(parameter + 2, _durations?.Write());
    }

    /// <summary>Gets the totals.</summary>
    public UsageTotals ToTotals() => new()
    {
        Requests = _values[0],
        Completed = _values[1],
        Refused = _values[2],
        Failed = _values[3],
        Abandoned = _values[4],
        Fallbacks = _values[5],
        Attempts = _values[6],
        Input = _values[7],
        CacheRead = _values[8],
        CacheWrite = _values[9],
        CacheWriteHour = _values[10],
        Output = _values[11],
        Reasoning = _values[12],
        StatedCost = _values[13],
        TableCost = _values[14],
        IncludedCost = _values[15],
        UnknownCosts = _values[16],
        Stated = _stated.Select(s => new StatedSum(s.Key, s.Value)).ToEquatableArray(),
        TimeToFirstContent = Percentiles(_firstContents),
        Duration = Percentiles(_durations),
        TokensPerSecond = _values[18] > 0 ? _values[17] * 1e6 / _values[18] : null,
    };

    private static Percentiles Percentiles(Histogram? times) => times is null ? default : new(times.Percentile(0.5), times.Percentile(0.95));

    private static void Read(ReadOnlySpan<byte> bytes, ref Histogram? histogram)
    {
        if (!bytes.IsEmpty)
        {
            (histogram ??= new()).Add(bytes);
        }
    }

    private void AddCost(UsageCost cost)
    {
        var column = cost.Source switch
        {
            CostSource.Stated => 13,
            CostSource.Table => 14,
            CostSource.Included => 15,
            _ => -1,
        };
        if (column > 0)
        {
            _values[column] += cost.Counted ?? 0;
        }
        else if (cost.Source == CostSource.Unknown)
        {
            _values[16]++;
        }
    }

    private void AddTimes(in Summand request)
    {
        (_durations ??= new()).Add(request.Duration);
        if (request.FirstContent is not { } first)
        {
            return;
        }

        (_firstContents ??= new()).Add(first);
        if (request.IsStream && request.Output + request.Reasoning > 0 && request.Duration > first)
        {
            _values[17] += request.Output + request.Reasoning;
            _values[18] += request.Duration - first;
        }
    }
}
