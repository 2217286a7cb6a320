using System.Text;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.Tests;

public sealed class LastTurnProbeTests
{
    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}]}""", "messages", true)]
    [InlineData("""{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"ho"}]}""", "messages", false)]
    [InlineData("""{"messages":[{"role":"user","content":"hi"},{"role":"tool","tool_call_id":"a","content":"1"}]}""", "messages", false)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"\"tool_result\""}]}]}""", "messages", true)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"},{"type":"text","text":"x"}]}]}""", "messages", false)]
    [InlineData("""{"input":"hi"}""", "input", true)]
    [InlineData("""{"input":[{"role":"user","content":"hi"},{"type":"function_call_output","call_id":"a","output":"1"}]}""", "input", false)]
    [InlineData("""{"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}]}""", "input", true)]
    [InlineData("""{"input":[]}""", "input", false)]
    [InlineData("""{"model":"m"}""", "messages", false)]
    public void The_author_of_the_last_message_is_found_in_each_protocol(string body, string conversation, bool isUser) =>
        Assert.Equal(isUser, LastTurnProbe.IsOfUser(Encoding.UTF8.GetBytes(body), Encoding.UTF8.GetBytes(conversation)));
}
