package whys
import ("testing";"bufio";"os";"fmt")
func TestTry(t *testing.T){ f:=os.Getenv("TRY"); if f==""{t.Skip()}
 h,_:=os.Open(f); s:=bufio.NewScanner(h); r:=Default()
 for s.Scan(){ fmt.Println(r.Problem(s.Text()), r.Cause(CauseText{Text:s.Text()}), s.Text())}}
