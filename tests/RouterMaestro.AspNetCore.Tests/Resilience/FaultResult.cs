using System.Globalization;
using System.Net;
using RouterMaestro.Testing.Observing;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>The response that the caller received.</summary>
public sealed record FaultResult(HttpResponseMessage Response, ObservedResponse Observed, SseTranscript? Transcript)
{
    public int Attempts => int.Parse(Header("x-router-maestro-attempts"), CultureInfo.InvariantCulture);

    public string Header(string name) => Assert.Single(Response.Headers.GetValues(name));

    /// <summary>Asserts a complete, correct response.</summary>
    public void IsWhole(string text, string model)
    {
        Assert.Equal(HttpStatusCode.OK, Response.StatusCode);
        Assert.Null(Observed.ErrorMessage);
        Assert.Empty(Observed.Problems);
        Assert.True(Observed.IsComplete);
        Assert.Equal(text, Observed.Text);
        Assert.True(Observed.StopReason is "stop" or "end_turn" or "completed", Observed.StopReason);
        Assert.Equal(model, Observed.Model);
        Assert.Equal(model, Header("x-router-maestro-model"));
        Assert.Equal(model.Split('/')[0], Header("x-router-maestro-provider"));
    }

    /// <summary>Asserts a stream that began and ends in exactly one error, so that no client takes it for a short response.</summary>
    public void IsBrokenOff(string text)
    {
        Assert.Equal(HttpStatusCode.OK, Response.StatusCode);
        Assert.False(Observed.IsComplete);
        Assert.False(string.IsNullOrEmpty(Observed.ErrorMessage));
        Assert.Equal(text, Observed.Text);
        Assert.Null(Observed.StopReason);
        Assert.DoesNotContain(Observed.Problems, problem => problem.Contains("sequence", StringComparison.Ordinal) || problem.Contains("the id", StringComparison.Ordinal));
        Assert.Equal(1, Transcript!.Events.Count(e => e.Data.Contains("\"error\":{", StringComparison.Ordinal)));
    }

    /// <summary>Asserts an error with a status.</summary>
    public void IsRefused(int status, string words)
    {
        Assert.Equal(status, (int)Response.StatusCode);
        Assert.Contains(words, Observed.ErrorMessage, StringComparison.Ordinal);
    }
}
