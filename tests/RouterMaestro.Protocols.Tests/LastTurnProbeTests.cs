using System.Text;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.Tests;

public sealed class LastTurnProbeTests
{
    [Theory]
    [InlineData("""[{"role":"user","content":"hi"}]""", true)]
    [InlineData("""[{"role":"user","content":"hi"},{"role":"assistant","content":"ho"}]""", false)]
    [InlineData("""[{"role":"user","content":"hi"},{"role":"tool","tool_call_id":"a","content":"1"}]""", false)]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"\"tool_result\""}]}]""", true)]
    [InlineData("""[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"},{"type":"text","text":"x"}]}]""", false)]
    [InlineData("\"hi\"", true)]
    [InlineData("""[{"role":"user","content":"hi"},{"type":"function_call_output","call_id":"a","output":"1"}]""", false)]
    [InlineData("""[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}]""", true)]
    [InlineData("[]", false)]
    [InlineData("", false)]
    public void The_author_of_the_last_message_is_found_in_each_protocol(string conversation, bool isUser) =>
        Assert.Equal(isUser, LastTurnProbe.IsOfUser(Encoding.UTF8.GetBytes(conversation)));

    [Theory]
    [InlineData("""[{"role":"user","content":"hi"}]""", """{"role":"user","content":"hi"}""")]
    [InlineData("""[ {"role":"system","content":"[{"} , {"role":"user","content":[{"type":"text","text":"}]"}]} ]""", """{"role":"user","content":[{"type":"text","text":"}]"}]}""")]
    [InlineData("""[{"role":"user","content":"hi"},null]""", """{"role":"user","content":"hi"},null""")]
    [InlineData("""["hi"]""", "")]
    public void The_pass_over_a_request_knows_the_place_of_its_last_message(string conversation, string last)
    {
        var body = Encoding.UTF8.GetBytes("{\"model\":\"m\",\"messages\":" + conversation + ",\"metadata\":{\"a\":{}}}");
        var scan = RequestScan.Read(body, new KnownFields(new KnownField("messages", FieldShape.Any, RequestSlot.Messages)));

        var reading = RequestFactsBuilder.Build(in scan, body.Length, RequestHints.None, default, "m", hasImages: false);

        var place = reading.Map.LastTurn;
        Assert.Equal(last, Encoding.UTF8.GetString(body, place.Start, place.Length).TrimEnd());
    }

    [Theory]
    [InlineData("""{"role":"user","content":"hi"}""", true)]
    [InlineData("""{"role":"assistant","role":"user","content":"hi"} """, true)]
    [InlineData("""{"role":"user","content":"hi"},null""", false)]
    [InlineData("""[1]""", false)]
    [InlineData("", false)]
    public void A_message_is_told_by_its_role(string message, bool isUser) =>
        Assert.Equal(isUser, LastTurnProbe.IsMessageOfUser(Encoding.UTF8.GetBytes(message)));
}
