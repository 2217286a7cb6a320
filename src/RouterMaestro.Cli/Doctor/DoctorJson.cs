using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Doctor;

/// <summary>The result of all checks.</summary>
/// <param name="Ok">Whether nothing needs fixing.</param>
/// <param name="Live">Whether providers were called.</param>
/// <param name="Problems">The number of findings that need fixing.</param>
/// <param name="Warnings">The number of findings that may need fixing.</param>
/// <param name="Findings">All findings in their order.</param>
internal sealed record Diagnosis(bool Ok, bool Live, int Problems, int Warnings, IReadOnlyList<DiagnosisRow> Findings);

/// <summary>A finding.</summary>
/// <param name="Group">The heading.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Status"><c>ok</c>, <c>note</c>, <c>warning</c> or <c>problem</c>.</param>
/// <param name="Message">What was found.</param>
/// <param name="Fix">What to do; absent if there is nothing to do.</param>
internal sealed record DiagnosisRow(
    string Group, string Subject, string Status, string Message, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Fix);

/// <summary>Writes the JSON of <c>doctor</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Diagnosis))]
internal sealed partial class DoctorJson : JsonSerializerContext
{
    /// <summary>Gets the context that escapes no more than JSON needs: people read it too.</summary>
    public static DoctorJson Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
