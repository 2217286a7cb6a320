using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Writes how the answer is drawn, within what the provider takes.</summary>
internal static class AnthropicSamplingWriter
{
    private const double MinTopPWithReasoning = 0.95;

    public static void Write(Utf8JsonWriter json, Sampling sampling, bool thinks, LossSink losses)
    {
        var temperature = TemperatureOf(sampling, thinks, losses);
        WriteNumber(json, "temperature"u8, temperature);
        WriteNumber(json, "top_p"u8, TopPOf(sampling, thinks, temperature is not null, losses));
        WriteTopK(json, sampling.TopK, thinks, losses);
        WriteStops(json, sampling, losses);
        ReportIf(sampling.FrequencyPenalty is not (null or 0), "frequency_penalty", losses);
        ReportIf(sampling.PresencePenalty is not (null or 0), "presence_penalty", losses);
        ReportIf(sampling.Seed is not null, "seed", losses);
    }

    /// <summary>The scale ends at 1, and with thinking nothing but 1 is taken.</summary>
    private static double? TemperatureOf(Sampling sampling, bool thinks, LossSink losses)
    {
        if (sampling.Temperature is not { } asked)
        {
            return null;
        }

        ReportIf(asked > 1 || (thinks && asked != 1), "temperature", losses);
        return thinks && asked < 1 ? null : Math.Min(asked, 1);
    }

    /// <summary>Newer models refuse both knobs at once; 1 means nothing anyway.</summary>
    private static double? TopPOf(Sampling sampling, bool thinks, bool hasTemperature, LossSink losses)
    {
        if (sampling.TopP is not { } asked || (hasTemperature && asked == 1))
        {
            return null;
        }

        var isRefused = hasTemperature || (thinks && asked < MinTopPWithReasoning);
        ReportIf(isRefused, "top_p", losses);
        return isRefused ? null : asked;
    }

    private static void WriteTopK(Utf8JsonWriter json, int? topK, bool thinks, LossSink losses)
    {
        if (topK is { } count && !thinks)
        {
            json.WriteNumber("top_k"u8, count);
        }

        ReportIf(topK is not null && thinks, "top_k", losses);
    }

    /// <summary>The provider refuses stop sequences of white space.</summary>
    private static void WriteStops(Utf8JsonWriter json, Sampling sampling, LossSink losses)
    {
        var stops = sampling.StopSequences.Where(s => !string.IsNullOrWhiteSpace(s)).ToList();
        ReportIf(stops.Count < sampling.StopSequences.Count, "stop", losses);
        if (stops.Count == 0)
        {
            return;
        }

        json.WriteStartArray("stop_sequences"u8);
        stops.ForEach(json.WriteStringValue);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } told)
        {
            json.WriteNumber(name, told);
        }
    }

    private static void ReportIf(bool isLost, string field, LossSink losses)
    {
        if (isLost)
        {
            losses.Add(field);
        }
    }
}
