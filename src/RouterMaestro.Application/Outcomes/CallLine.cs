using System.Collections;
using System.Globalization;
using System.Text;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.Outcomes;

/// <summary>
/// The line of one call, as text and as values for structured logs. What is not known is left out: a call that no provider served has no
/// tokens, for example.
/// </summary>
internal sealed class CallLine : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _values = new(16);

    public CallLine(CallOutcome outcome)
    {
        Add("request", LogText.Name(outcome.RequestId));
        Add("caller", outcome.Caller?.Name ?? "in-process");
        Add("operation", OperationOf(outcome));
        Add("model", LogText.Name(outcome.Facts.Model));
        Add("served", outcome.Model is { } model ? LogText.Name(model) : null);
        Add("attempts", outcome.Attempts);
        Add("status", outcome.Status);
        Add("first_ms", Milliseconds(outcome.TimeToFirstContent));
        Add("total_ms", Milliseconds(outcome.Duration));
        if (outcome.Usage is { } usage)
        {
            Add("in", usage.Prompt);
            Add("out", usage.Completion);
            Add("cached", usage.CacheRead);
        }

        Add("outcome", EndOf(outcome.End));
        Add("key", outcome.Identity is { } key ? LogText.Name(key) : null);
    }

    public int Count => _values.Count;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString()
    {
        var text = new StringBuilder(200);
        foreach (var (name, value) in _values)
        {
            text.Append(text.Length == 0 ? "" : " ").Append(name).Append('=');
            Append(text, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }

        return text.ToString();
    }

    private static string? OperationOf(CallOutcome outcome) => outcome switch
    {
        { IsCount: true } => "count",
        { Facts.Operation: CallOperation.Embeddings } => "embeddings",
        { Facts.Operation: CallOperation.StoredResponse } => "stored-response",
        _ => null,
    };

    private static string EndOf(CallEnd end) => end switch
    {
        CallEnd.Completed => "completed",
        CallEnd.Refused => "refused",
        CallEnd.Failed => "failed",
        _ => "abandoned",
    };

    private static long? Milliseconds(TimeSpan? time) => time is { } span ? (long)span.TotalMilliseconds : null;

    // quotes keep a model's name of a caller from looking like other values
    private static void Append(StringBuilder text, string value)
    {
        if (value.AsSpan().IndexOfAny(" \"=") < 0)
        {
            text.Append(value);
        }
        else
        {
            text.Append('"').Append(value.Replace("\"", "'", StringComparison.Ordinal)).Append('"');
        }
    }

    private void Add(string name, object? value)
    {
        if (value is not (null or ""))
        {
            _values.Add(new(name, value));
        }
    }
}
