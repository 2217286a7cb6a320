using System.Text.Json;
using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>An error of the admin API.</summary>
internal sealed record ErrorContract
{
    /// <summary>Gets the details; null for a document of another server.</summary>
    [JsonPropertyName("detail")]
    [JsonConverter(typeof(ErrorDetailConverter))]
    public ErrorDetailContract? Detail { get; init; }
}

/// <summary>The details of an error: a text, or an object if a program can handle the error.</summary>
internal sealed record ErrorDetailContract
{
    /// <summary>The code of a change that is based on an old revision.</summary>
    public const string RevisionConflict = "config_revision_conflict";

    /// <summary>Gets the code; null for a text.</summary>
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    /// <summary>Gets the current revision, if the change is based on an old one.</summary>
    [JsonPropertyName("current_revision")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CurrentRevision { get; init; }

    /// <summary>Gets every error of a configuration that is not valid.</summary>
    [JsonPropertyName("errors")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Errors { get; init; }
}

/// <summary>Reads and writes both forms of the details. Any other value is read as null.</summary>
internal sealed class ErrorDetailConverter : JsonConverter<ErrorDetailContract>
{
    public override ErrorDetailContract? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new() { Message = reader.GetString() };
            case JsonTokenType.StartObject:
                return JsonSerializer.Deserialize(ref reader, AdminJson.Default.ErrorDetailContract);
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, ErrorDetailContract value, JsonSerializerOptions options)
    {
        if (value.Code is null)
        {
            writer.WriteStringValue(value.Message);
        }
        else
        {
            JsonSerializer.Serialize(writer, value, AdminJson.Default.ErrorDetailContract);
        }
    }
}
